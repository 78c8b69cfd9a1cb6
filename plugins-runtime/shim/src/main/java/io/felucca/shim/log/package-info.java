/** What shims write into their log FIFOs, brought into the daemon's log. */
package io.felucca.shim.log;
