@NullMarked
package org.threadbook.bench;

import org.jspecify.annotations.NullMarked;
