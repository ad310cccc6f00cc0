@NullMarked
package org.threadbook.display;

import org.jspecify.annotations.NullMarked;
