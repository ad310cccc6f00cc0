/**
 * Finds set-up, workload and checks in the Java of a magic's cell and makes tasks of a workload.
 */
@NullMarked
package org.threadbook.kernel.magic.reading;

import org.jspecify.annotations.NullMarked;
