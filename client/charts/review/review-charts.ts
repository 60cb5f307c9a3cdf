import { BarChart } from 'echarts/charts';
import { use } from 'echarts/core';

/** What only the review draws with: loaded with it, so that the wall need not carry it. */
use([BarChart]);
