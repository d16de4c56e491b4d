/** One execution of the script: loads the shim, waits for the execution, runs it. Ended by the desk. */
importScripts('shim.js');
self.onmessage = ({data}) => startExecution(data);
