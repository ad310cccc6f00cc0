package org.threadbook.experiment.executor;

import org.threadbook.experiment.RoundClock;

import java.time.Duration;
import java.util.Optional;

/**
 * What an executor needs to know of a round.
 *
 * @param clock the clock that records refer to
 * @param taskTimeout how long the body of each task may run; such tasks end as timed out
 * @param timeout how long the round may take from now; tasks unfinished then end as timed out too
 * @param observer who is told what happens
 */
public record RoundContext(
        RoundClock clock,
        Optional<Duration> taskTimeout,
        Optional<Duration> timeout,
        TaskObserver observer) {}
