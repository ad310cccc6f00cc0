@NullMarked
package org.threadbook.experiment.shipping;

import org.jspecify.annotations.NullMarked;
