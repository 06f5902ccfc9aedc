/** Scenarios of every kind of broker can be read from here on: for whoever reads more than the page's first one. */
import '../models/allConfigs';
