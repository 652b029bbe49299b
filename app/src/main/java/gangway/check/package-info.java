/** What an operator asks for, and all there is to say about it before anything is done. Pure. */
@NullMarked
package gangway.check;

import org.jspecify.annotations.NullMarked;
