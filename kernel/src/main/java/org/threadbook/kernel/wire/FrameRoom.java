package org.threadbook.kernel.wire;

import zmq.Msg;
import zmq.msg.MsgAllocator;

/**
 * Gives ZeroMQ the room for a frame that comes in. One thread of ZeroMQ serves all connections, and
 * what is thrown here ends it or leaves a connection half served: so there is an empty frame
 * instead where a sender says a length that no array can have, or that the heap has not.
 */
enum FrameRoom implements MsgAllocator {
    ON_THE_HEAP;

    @Override
    public Msg allocate(int length) {
        if (length < 0) return new Msg();
        try {
            return new Msg(length);
        } catch (OutOfMemoryError e) {
            return new Msg();
        }
    }
}
