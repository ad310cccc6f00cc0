@NullMarked
package org.threadbook.experiment;

import org.jspecify.annotations.NullMarked;
