package org.threadbook.kernel.report;

/**
 * A table with a title.
 *
 * @param title the title
 * @param grid the table; without rows if the title says all
 * @param more what the table leaves out, as "… and 90 more", or empty
 */
record Section(String title, Grid grid, String more) {}
