@NullMarked
package org.threadbook.kernel.report;

import org.jspecify.annotations.NullMarked;
