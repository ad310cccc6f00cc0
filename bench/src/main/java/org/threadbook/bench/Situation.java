package org.threadbook.bench;

import org.threadbook.experiment.control.StopHandle;
import org.threadbook.experiment.control.StopSwitch;

/** What has been stopped so far, or is being stopped. */
public enum Situation {
    /** Nobody has ever pressed stop. */
    QUIET {
        @Override
        AutoCloseable enter() {
            return () -> {};
        }
    },

    /** Something was stopped a while ago. */
    AFTER_A_STOP {
        @Override
        AutoCloseable enter() {
            stopAndClear();
            return () -> {};
        }
    },

    /** Another thread is to be stopped and does not end, as one that was left behind. */
    WHILE_ANOTHER_STOPS {
        @Override
        AutoCloseable enter() {
            var other = Thread.ofPlatform().unstarted(() -> {});
            StopSwitch.stop(other);
            return () -> StopSwitch.clear(other);
        }
    };

    /**
     * @return ends the situation when closed
     */
    abstract AutoCloseable enter();

    private static void stopAndClear() {
        var handle = StopHandle.ofCurrentThread();
        handle.stop();
        handle.end();
    }
}
