/** What is on disk of a task: its bundle, laid out as containerd's tools know it. */
package io.felucca.shim.folder;
