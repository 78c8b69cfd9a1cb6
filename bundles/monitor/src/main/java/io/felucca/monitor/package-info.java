/** Keeps containers running, and looks after their health, as labels of theirs say. */
package io.felucca.monitor;
