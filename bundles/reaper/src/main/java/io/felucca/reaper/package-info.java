/**
 * Keeps what the daemon must not lose of containers in small processes beside them: the story of
 * one is told at {@link io.felucca.reaper.Supervisor}.
 */
package io.felucca.reaper;
