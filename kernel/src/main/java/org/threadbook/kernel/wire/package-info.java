@NullMarked
package org.threadbook.kernel.wire;

import org.jspecify.annotations.NullMarked;
