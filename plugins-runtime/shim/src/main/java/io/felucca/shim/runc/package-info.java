/** What is peculiar to runc's shim: its options, its state folder, its features. */
package io.felucca.shim.runc;
