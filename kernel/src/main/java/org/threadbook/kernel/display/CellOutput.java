package org.threadbook.kernel.display;

/**
 * Where the output of one cell goes. Thread-safe; works also after the cell has ended, and never
 * blocks for the client.
 */
public interface CellOutput {
    /**
     * @param text what was printed to standard output
     */
    void out(String text);

    /**
     * @param text what was printed to standard error
     */
    void err(String text);

    /**
     * Shows something below what the cell has shown so far.
     *
     * @param bundle what to show
     */
    void display(MimeBundle bundle);

    /**
     * Shows something that can be updated later.
     *
     * @param id the display's id, unique in the session
     * @param bundle what to show
     */
    void display(String id, MimeBundle bundle);

    /**
     * Shows something else in place of what was shown under an id.
     *
     * @param id the id given before
     * @param bundle what to show now
     */
    void update(String id, MimeBundle bundle);
}
