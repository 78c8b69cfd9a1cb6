/** The {@code felucca} command: shows and changes the plugins of a running daemon. */
package io.felucca.ctl;
