package org.threadbook.experiment.control;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/** Code that never ends by itself; tests weave stop checks into it. */
public enum Loops implements Runnable {
    WHILE_TRUE {
        @Override
        void loop(Runnable started) {
            long x = 0;
            started.run();
            while (true) x++;
        }
    },
    DO_WHILE {
        @Override
        void loop(Runnable started) {
            int x = 0;
            started.run();
            do {
                x += 2;
            } while (x != 1);
        }
    },
    CATCH_ALL {
        @Override
        void loop(Runnable started) {
            long x = 0;
            started.run();
            while (true) {
                try {
                    x = Math.max(x, 1 / (x % 3));
                } catch (Throwable swallowed) {
                    if (swallowed instanceof Stopped) throw swallowed;
                    x += 2;
                }
            }
        }
    },
    FINALLY {
        @Override
        void loop(Runnable started) {
            long x = 0;
            started.run();
            while (true) {
                try {
                    x = Math.abs(x) + 1;
                } finally {
                    x += 2;
                }
            }
        }
    },
    SYNCHRONIZED {
        @Override
        void loop(Runnable started) {
            var lock = new Object();
            long x = 0;
            started.run();
            while (true) {
                synchronized (lock) {
                    x++;
                }
            }
        }
    },
    SWITCH {
        @Override
        void loop(Runnable started) {
            int x = 0;
            started.run();
            while (true) {
                switch (x) {
                    case 0, 1:
                        x++;
                        continue;
                    case 2:
                        x = 0;
                        continue;
                    default:
                        throw new AssertionError();
                }
            }
        }
    },
    RECURSION {
        @Override
        void loop(Runnable started) {
            started.run();
            while (true) descend(0);
        }

        private int descend(int depth) {
            return depth == 40 ? depth : descend(depth + 1) + descend(depth + 1);
        }
    },
    STREAM {
        @Override
        void loop(Runnable started) {
            started.run();
            LongStream.iterate(0, i -> i + 1).filter(i -> i < 0).findFirst();
        }
    },
    BLOCKED {
        @Override
        void loop(Runnable started) {
            started.run();
            while (true) LockSupport.park();
        }
    };

    abstract void loop(Runnable started);

    @Override
    public void run() {
        loop(() -> {});
    }

    /** Runs a loop of a copy of this class. Called through reflection by name. */
    public static void run(String name, CountDownLatch started) {
        valueOf(name).loop(started::countDown);
    }
}
