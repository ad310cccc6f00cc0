@NullMarked
package org.threadbook.experiment.link;

import org.jspecify.annotations.NullMarked;
