package org.threadbook.kernel.wire;

import org.dflib.jjava.jupyter.messages.Header;

import java.util.List;

/**
 * A message that came over a channel.
 *
 * @param identities the routing frames, to be put before its answer
 * @param header who sent what
 * @param headerJson the header as it came: the parent header of all that it causes
 * @param parentId the id of the message that this one answers; empty if it answers none
 * @param content a message of the base library
 */
record Request(
        List<byte[]> identities,
        Header<?> header,
        byte[] headerJson,
        String parentId,
        Object content) {}
