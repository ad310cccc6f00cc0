@NullMarked
package org.threadbook.experiment.executor;

import org.jspecify.annotations.NullMarked;
