@NullMarked
package REPL;

import org.jspecify.annotations.NullMarked;
