/** Connections to Git hosts: what the hosts tell, what is found by looking, and which pipelines it starts. */
package dev.pipewright.connection;
