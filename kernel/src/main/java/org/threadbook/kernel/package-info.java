@NullMarked
package org.threadbook.kernel;

import org.jspecify.annotations.NullMarked;
