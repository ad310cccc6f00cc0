package org.threadbook.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;

/** Loops in a method that is called again and again. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HotLoops {
    @Param({"remainders", "sum", "update", "allocate"})
    public String loop = "";

    @Param({"QUIET", "AFTER_A_STOP", "WHILE_ANOTHER_STOPS"})
    public Situation situation = Situation.QUIET;

    @Param({"PLAIN", "WOVEN", "JDK"})
    public Weaving weaving = Weaving.PLAIN;

    private MethodHandle method = LoopsLoader.NONE;
    private AutoCloseable entered = () -> {};

    /** Runs the loop before the situation comes, so that it meets compiled code. */
    @Setup(Level.Trial)
    public void enter() throws Throwable {
        method = new LoopsLoader(weaving).loop(loop);
        for (int i = 0; i < 3; i++) run();
        entered = situation.enter();
    }

    /** Takes back what the situation was. */
    @TearDown(Level.Trial)
    public void leave() throws Exception {
        entered.close();
    }

    /** One call of the loop's method. */
    @Benchmark
    public long run() throws Throwable {
        return (long) method.invokeExact();
    }
}
