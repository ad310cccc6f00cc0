@NullMarked
package org.threadbook.kernel.display;

import org.jspecify.annotations.NullMarked;
