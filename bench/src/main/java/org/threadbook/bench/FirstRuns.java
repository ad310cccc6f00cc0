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

/**
 * Loops in a method that is called once, as the loop of a cell is: a class of its own for every
 * run, and the JIT compiler replaces the method while it runs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5)
@Measurement(iterations = 15)
public class FirstRuns {
    @Param({"remainders", "sum", "update", "allocate"})
    public String loop = "";

    @Param({"QUIET", "AFTER_A_STOP", "WHILE_ANOTHER_STOPS"})
    public Situation situation = Situation.QUIET;

    @Param({"PLAIN", "WOVEN", "JDK"})
    public Weaving weaving = Weaving.PLAIN;

    private MethodHandle method = LoopsLoader.NONE;
    private AutoCloseable entered = () -> {};

    /** Brings the situation about. */
    @Setup(Level.Trial)
    public void enter() {
        entered = situation.enter();
    }

    /** Takes back what the situation was. */
    @TearDown(Level.Trial)
    public void leave() throws Exception {
        entered.close();
    }

    /** A new copy of the loop. */
    @Setup(Level.Iteration)
    public void load() throws ReflectiveOperationException {
        method = new LoopsLoader(weaving).loop(loop);
    }

    /** The only call of the loop's method. */
    @Benchmark
    public long run() throws Throwable {
        return (long) method.invokeExact();
    }
}
