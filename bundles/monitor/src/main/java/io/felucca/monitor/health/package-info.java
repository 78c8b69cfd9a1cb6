/** Health checks: commands that run in a container at intervals and say whether it does well. */
package io.felucca.monitor.health;
