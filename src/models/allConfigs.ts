import { provideConfig } from './configs';
import { httpProducerEntries, httpServer } from './http/config';
import { kafkaBroker, kafkaConsumerEntries, kafkaProducerEntries } from './kafka/config';

/** Takes all configs in at once: in Node, and for views of the page that read scenarios of any kind. */
provideConfig('kafka', kafkaBroker, { producer: kafkaProducerEntries, consumer: kafkaConsumerEntries });
provideConfig('http', httpServer, { producer: httpProducerEntries, consumer: {} });
