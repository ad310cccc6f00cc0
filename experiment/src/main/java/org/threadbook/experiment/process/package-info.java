@NullMarked
package org.threadbook.experiment.process;

import org.jspecify.annotations.NullMarked;
