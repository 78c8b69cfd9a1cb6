/**
 * The walking differ: unpacks layers onto mounts, and makes layers of what two file systems differ
 * in.
 *
 * <p>{@code stream} moves bytes between threads and (de)compresses them, {@code tar} reads and
 * writes archives, {@code apply} and {@code compare} do the two jobs, {@code view} reaches what
 * mounts make up.
 */
package io.felucca.diff;
