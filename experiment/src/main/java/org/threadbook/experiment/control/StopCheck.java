package org.threadbook.experiment.control;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What a stop check does while given threads are to be stopped.
 *
 * <p>All other threads meet it too, some in each turn of a hot loop, so it must be compiled into
 * that loop. Of a method of ours the JIT compiler often does not do that: it compiles the loop
 * again as soon as the call site has changed, from a profile in which the check never ran ("low
 * call site frequency"). It does not ask the profile before it takes in method handles, intrinsics
 * and methods of a few bytes; so the way past a check is made of nothing else.
 */
final class StopCheck {
    /** The most threads that are compared one by one. */
    private static final int FEW = 8;

    private static final MethodHandle NOTHING = MethodHandles.empty(methodType(void.class));
    private static final MethodHandle THROW_IF;
    private static final MethodHandle THROW_IN;
    private static final MethodHandle CURRENT_ID;

    /** An intrinsic, unlike {@link Long#compare}. */
    private static final MethodHandle COMPARE;

    private static final MethodHandle ABS;

    /** Whether two ids differ, by the absolute value of their comparison. */
    private static final MethodHandle DIFFER =
            MethodHandles.arrayElementGetter(boolean[].class).bindTo(new boolean[] {false, true});

    static {
        var lookup = MethodHandles.lookup();
        try {
            THROW_IF =
                    lookup.findStatic(
                            StopCheck.class,
                            "throwIf",
                            methodType(void.class, BooleanSupplier.class));
            THROW_IN =
                    lookup.findStatic(
                            StopCheck.class, "throwIn", methodType(void.class, Map.class));
            CURRENT_ID =
                    MethodHandles.filterReturnValue(
                            lookup.findStatic(
                                    Thread.class, "currentThread", methodType(Thread.class)),
                            lookup.findVirtual(Thread.class, "threadId", methodType(long.class)));
            COMPARE =
                    lookup.findStatic(
                            Long.class,
                            "compareUnsigned",
                            methodType(int.class, long.class, long.class));
            ABS = lookup.findStatic(Math.class, "abs", methodType(int.class, int.class));
        } catch (ReflectiveOperationException missing) {
            throw new LinkageError("a part of the stop check is missing", missing);
        }
    }

    private StopCheck() {}

    /**
     * @param threads the threads to stop, and what tells for each whether what it does is to end
     * @return throws {@link Stopped} in these threads, does nothing in others
     */
    static MethodHandle of(Map<Thread, BooleanSupplier> threads) {
        if (threads.size() > FEW) return MethodHandles.insertArguments(THROW_IN, 0, threads);
        var check = NOTHING;
        for (var each : threads.entrySet()) {
            var throwing = MethodHandles.insertArguments(THROW_IF, 0, each.getValue());
            check = MethodHandles.guardWithTest(isOther(each.getKey()), check, throwing);
        }
        return check;
    }

    /** As {@code Thread.currentThread() != thread}. */
    private static MethodHandle isOther(Thread thread) {
        var compare = MethodHandles.insertArguments(COMPARE, 1, thread.threadId());
        var compared = MethodHandles.filterReturnValue(CURRENT_ID, compare);
        var difference = MethodHandles.filterReturnValue(compared, ABS);
        return MethodHandles.filterReturnValue(difference, DIFFER);
    }

    private static void throwIf(BooleanSupplier applies) {
        if (applies.getAsBoolean()) throw new Stopped();
    }

    private static void throwIn(Map<Thread, BooleanSupplier> threads) {
        var applies = threads.get(Thread.currentThread());
        if (applies != null) throwIf(applies);
    }
}
