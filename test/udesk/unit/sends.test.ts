import { describeSends } from '../../support/contexts/sends';
import { sends } from './support/sends';

describeSends(sends);
