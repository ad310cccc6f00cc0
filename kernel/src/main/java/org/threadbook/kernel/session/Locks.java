package org.threadbook.kernel.session;

import org.jspecify.annotations.Nullable;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;

/**
 * The locks and conditions that threads wait for, named as the user knows them: by the notebook
 * variable that holds them, be it in an array or list, and by their type.
 */
final class Locks {
    private static final int ELEMENTS_LOOKED_AT = 1000;

    private final Map<Object, String> names = new IdentityHashMap<>();
    private final Map<Object, Thread> holders = new IdentityHashMap<>();

    /**
     * @param name a notebook variable
     * @param value its value
     */
    void name(String name, @Nullable Object value) {
        if (value == null) return;
        put(name, value);
        if (value instanceof Object[] array) {
            for (int i = 0; i < Math.min(array.length, ELEMENTS_LOOKED_AT); i++)
                if (array[i] != null) put(name + "[" + i + "]", array[i]);
        } else if (value instanceof List<?> list && isOfTheJdk(list)) {
            int at = 0;
            for (var element : list) {
                if (at == ELEMENTS_LOOKED_AT) break;
                if (element != null) put(name + ".get(" + at + ")", element);
                at++;
            }
        }
    }

    /** The user's own list may do anything when it is asked for its elements. */
    private static boolean isOfTheJdk(Object value) {
        return value.getClass().getName().startsWith("java.");
    }

    private void put(String name, Object value) {
        names.putIfAbsent(value, name);
        JdkThreads.synchronizer(value).ifPresent(sync -> names.putIfAbsent(sync, name));
    }

    /**
     * @param thread a thread
     * @param look what it holds
     */
    void hold(Thread thread, JdkThreads.Look look) {
        look.monitors().forEach(monitor -> holders.put(monitor, thread));
    }

    /**
     * @param look a thread that waits
     * @return who would have to let go, end or give back what it waits for
     */
    Optional<Thread> holder(JdkThreads.Look look) {
        return look.waitsFor()
                .flatMap(
                        lock ->
                                switch (lock) {
                                    case Thread joined -> Optional.of(joined);
                                    case AbstractOwnableSynchronizer sync -> JdkThreads.owner(sync);
                                    default ->
                                            look.state() == Thread.State.BLOCKED
                                                    ? Optional.ofNullable(holders.get(lock))
                                                    : Optional.empty();
                                });
    }

    /**
     * @param lock what a thread waits for
     * @return such as {@code forks[2] (ReentrantLock)} or {@code Object@1b2c3d}
     */
    String describe(Object lock) {
        if (lock instanceof Thread thread) {
            return "end of \"" + ThreadEntry.nameOf(thread) + "\"";
        }
        var type = type(lock.getClass());
        var name = names.get(lock);
        return name == null
                ? type + "@" + Integer.toHexString(System.identityHashCode(lock))
                : name + " (" + type + ")";
    }

    /** Of a class inside a lock, such as ReentrantLock$NonfairSync, the lock. */
    private static String type(Class<?> type) {
        var name = type.getName();
        if (ClassNames.isSnippet(name)) return ClassNames.userName(name);
        if (name.endsWith("$ConditionObject") || name.endsWith("$ConditionNode"))
            return "Condition";
        return name.startsWith("java.util.concurrent.") ? simple(outermost(type)) : simple(type);
    }

    private static Class<?> outermost(Class<?> type) {
        var enclosing = type.getEnclosingClass();
        return enclosing == null ? type : outermost(enclosing);
    }

    private static String simple(Class<?> type) {
        return type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName();
    }
}
