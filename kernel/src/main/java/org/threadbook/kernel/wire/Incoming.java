package org.threadbook.kernel.wire;

import java.util.List;
import java.util.Optional;

/**
 * What comes over one channel: requests, or what is dropped with a line in the log.
 *
 * @param channel its name, as in messages to people
 */
record Incoming(Object channel, MessageCodec codec, MessageLog log) {
    /**
     * @param frames the frames of one message, whatever they are
     * @return the request; empty if they are none
     */
    Optional<Request> read(List<byte[]> frames) {
        try {
            return Optional.of(codec.decode(frames));
        } catch (UnreadableMessageException e) {
            log.dropped(channel, e.reason());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // A message may be made to bring this about, and the channel must outlive it.
            log.dropped(channel, "it cannot be read: " + e);
        }
        return Optional.empty();
    }
}
