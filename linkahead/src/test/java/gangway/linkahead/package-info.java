@NullMarked
package gangway.linkahead;

import org.jspecify.annotations.NullMarked;
