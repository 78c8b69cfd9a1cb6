/** The restart monitor: containers whose labels say that they shall run are kept running. */
package io.felucca.monitor.restart;
