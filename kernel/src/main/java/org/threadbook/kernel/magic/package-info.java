@NullMarked
package org.threadbook.kernel.magic;

import org.jspecify.annotations.NullMarked;
