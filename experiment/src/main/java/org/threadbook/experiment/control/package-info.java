@NullMarked
package org.threadbook.experiment.control;

import org.jspecify.annotations.NullMarked;
