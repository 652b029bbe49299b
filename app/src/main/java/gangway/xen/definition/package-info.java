/** What guests are made from: what the definitions of all toolstacks have in common. */
@NullMarked
package gangway.xen.definition;

import org.jspecify.annotations.NullMarked;
