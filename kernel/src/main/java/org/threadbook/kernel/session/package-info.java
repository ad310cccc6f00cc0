@NullMarked
package org.threadbook.kernel.session;

import org.jspecify.annotations.NullMarked;
