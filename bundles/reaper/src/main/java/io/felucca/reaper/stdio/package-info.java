/** What a container's process reads and writes: from the words of a task to open descriptors. */
package io.felucca.reaper.stdio;
