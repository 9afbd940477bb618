/** The console's page: the look is settled before the first picture, then the console itself is drawn. */
import { applyLook, preferences } from './preferences.ts';
import './console.ts';
import '../index.ts';

applyLook(preferences());
