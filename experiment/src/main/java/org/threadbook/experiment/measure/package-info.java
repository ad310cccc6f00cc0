@NullMarked
package org.threadbook.experiment.measure;

import org.jspecify.annotations.NullMarked;
