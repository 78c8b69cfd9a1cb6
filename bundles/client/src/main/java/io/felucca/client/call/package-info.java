/** How calls of the client reach the daemon. */
package io.felucca.client.call;
