/** Runtime handlers: names that the configuration gives to runtimes with options. */
package io.felucca.shim.handler;
