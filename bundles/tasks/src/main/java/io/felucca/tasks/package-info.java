/** Which runtime runs a container, and the tasks of all runtimes as one. */
package io.felucca.tasks;
