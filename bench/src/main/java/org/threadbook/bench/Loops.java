package org.threadbook.bench;

/**
 * Hot loops as cells have them. Each run of a benchmark loads copies of this class into which stop
 * checks are woven or not; what is compiled here is never run itself.
 */
public final class Loops {
    private static final int TURNS = 100_000_000;

    private static final int PASSES = 4_000;

    /**
     * A variable of the notebook. The array stays in the processor's cache, so that no memory hides
     * what a turn costs.
     */
    public static int[] a = new int[50_000];

    /** A small object, whose allocation the JIT compiler removes. */
    record Point(int x, int y) {}

    private Loops() {}

    /** Arithmetic only. */
    public static long remainders() {
        long c = 0;
        for (int i = 0; i < TURNS; i++) c += i * i % 7;
        return c;
    }

    /** The sum of an array, of 200 million elements in all. */
    public static long sum() {
        long sum = 0;
        for (int pass = 0; pass < PASSES; pass++) {
            for (int number : a) sum += number;
        }
        return sum;
    }

    /** A loop that is vectorised, over 200 million elements in all. */
    public static long update() {
        for (int pass = 0; pass < PASSES; pass++) {
            for (int i = 0; i < a.length; i++) a[i] = a[i] * 3 + 1;
        }
        return a[7];
    }

    /** A small object per turn. */
    public static long allocate() {
        long c = 0;
        for (int i = 0; i < TURNS; i++) {
            var point = new Point(i, i + 1);
            c += point.x() ^ point.y();
        }
        return c;
    }
}
