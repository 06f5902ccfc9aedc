import './allConfigs';
import { provide, provideExtras } from './actors';
import { extras } from './clients/extras';
import { http } from './http';
import { kafka } from './kafka';
import { rabbitmq } from './rabbitmq';

/** Makes all models known at once, where nobody waits for a download: on the command line and in tests. */
provide('rabbitmq', rabbitmq);
provide('kafka', kafka);
provide('http', http);
provideExtras(extras);
