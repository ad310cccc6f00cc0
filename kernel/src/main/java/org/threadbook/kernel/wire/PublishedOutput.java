package org.threadbook.kernel.wire;

import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.publish.PublishDisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishStream;
import org.dflib.jjava.jupyter.messages.publish.PublishStream.StreamType;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;
import org.threadbook.kernel.display.CellOutput;
import org.threadbook.kernel.display.MimeBundle;

/**
 * The output of the cell that one request brought: whenever it comes, it carries that request's
 * header as its parent, by which clients find the cell.
 */
record PublishedOutput(IoPub iopub, byte[] parentHeader) implements CellOutput {
    @Override
    public void out(String text) {
        stream(StreamType.OUT, text);
    }

    @Override
    public void err(String text) {
        stream(StreamType.ERR, text);
    }

    private void stream(StreamType type, String text) {
        if (text.isEmpty()) return;
        publish(MessageType.PUBLISH_STREAM, new PublishStream(type, text));
    }

    @Override
    public void display(MimeBundle bundle) {
        publish(MessageType.PUBLISH_DISPLAY_DATA, new PublishDisplayData(data(bundle)));
    }

    @Override
    public void display(String id, MimeBundle bundle) {
        var data = data(bundle);
        data.setDisplayId(id);
        publish(MessageType.PUBLISH_DISPLAY_DATA, new PublishDisplayData(data));
    }

    @Override
    public void update(String id, MimeBundle bundle) {
        var data = data(bundle);
        data.setDisplayId(id);
        publish(MessageType.PUBLISH_UPDATE_DISPLAY_DATA, new PublishUpdateDisplayData(data));
    }

    private void publish(MessageType<?> type, Object content) {
        iopub.publishOutput(type, parentHeader, content);
    }

    static DisplayData data(MimeBundle bundle) {
        var data = new DisplayData();
        bundle.data().forEach(data::putData);
        return data;
    }
}
