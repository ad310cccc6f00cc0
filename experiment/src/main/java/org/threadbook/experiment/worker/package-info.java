@NullMarked
package org.threadbook.experiment.worker;

import org.jspecify.annotations.NullMarked;
